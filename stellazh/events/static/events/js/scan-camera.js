// The camera and what reads codes in its picture: the browser's own reader where there is one, else the one we ship.

const WIDEST = 640;
const PAUSE = 120;

async function ownReader() {
  if (!("BarcodeDetector" in window)) return null;
  try {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return null;
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue || "";
  } catch {
    return null;
  }
}

async function shippedReader(address) {
  await import(address);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data || "";
  };
}

export class Camera {
  constructor(video, decoder, onCode) {
    this.video = video;
    this.decoder = decoder;
    this.onCode = onCode;
    this.stream = null;
  }

  static get isPossible() {
    return window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia);
  }

  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.read = this.read || (await ownReader()) || (await shippedReader(this.decoder));
    this.look();
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  async look() {
    while (this.stream) {
      if (this.video.videoWidth && !document.hidden) {
        try {
          const text = await this.read(this.video);
          if (text) this.onCode(text);
        } catch { /* A picture that cannot be read is followed by the next one. */ }
      }
      await new Promise((resume) => setTimeout(resume, PAUSE));
    }
  }
}
