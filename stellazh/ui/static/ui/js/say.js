// One line of news for eyes and screen readers alike.
export function say(words, tone = "error") {
  const messages = document.getElementById("messages");
  if (!messages) return;
  const line = document.createElement("p");
  line.className = `message message--${tone}`;
  line.textContent = words;
  messages.append(line);
}
