import { say } from "./say.js";

// A passkey of this device. The form's address for the question stands in `data-ask`; the device's answer goes into the
// hidden field `credential`, and the form is sent as any other. Bytes travel as base64url: old browsers have no helpers.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const letters = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const unpacked = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

async function question(form) {
  const answer = await fetch(form.dataset.ask, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    credentials: "same-origin",
  });
  if (answer.redirected) { location.assign(answer.url); return null; }
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).publicKey;
}

async function make(asked) {
  return navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: unpacked(asked.excludeCredentials),
    },
  });
}

async function use(asked) {
  return navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: unpacked(asked.allowCredentials) },
  });
}

function packed({ id, rawId, type, response, authenticatorAttachment }) {
  const said = { clientDataJSON: letters(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = letters(response[name]);
  }
  return JSON.stringify({ id, rawId: letters(rawId), type, authenticatorAttachment, response: said, clientExtensionResults: {} });
}

const FAULTS = {
  NotAllowedError: "Ключ не подтверждён: вы отменили или прошло слишком много времени.",
  InvalidStateError: "На этом устройстве ключ уже есть.",
  SecurityError: "Ключи доступа здесь не работают: сайт открыт не по своему адресу.",
};

export function bindTo(form) {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  form.hidden = false;
  document.querySelector("[data-passkey-absent]")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    try {
      const asked = await question(form);
      if (!asked) return;
      form.elements.credential.value = packed(await (form.dataset.passkey === "make" ? make(asked) : use(asked)));
      form.submit();
    } catch (fault) {
      say(FAULTS[fault.name] ?? "С ключом не получилось. Попробуйте ещё раз.");
      delete form.dataset.busy;
      event.submitter?.removeAttribute("aria-busy");
    }
  });
  addEventListener("pageshow", (event) => { if (event.persisted) { delete form.dataset.busy; form.querySelector('[aria-busy="true"]')?.removeAttribute("aria-busy"); } });
}
