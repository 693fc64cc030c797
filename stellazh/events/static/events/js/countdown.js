// How long a code on the screen is still good. The words of the server stand until the first second has passed.

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  if (minutes >= 60) return `${Math.floor(minutes / 60)} ч ${minutes % 60} мин`;
  return minutes ? `${minutes} мин ${rest} с` : `${rest} с`;
}

function tick() {
  for (const line of document.querySelectorAll("[data-until]")) {
    const left = Math.floor((Date.parse(line.dataset.until) - Date.now()) / 1000);
    line.textContent = left > 0 ? `Код действует ещё ${words(left)}` : "Время кода вышло";
  }
}

tick();
setInterval(tick, 1000);
