// Forgets the draft of a form that was saved. A saved form answers with a redirect; a wrong one, a failure, a lost
// connection do not, and a redirect to the sign-in page means that nothing was saved.
export const SENT = "stellazh:sent";

export function forgetSaved() {
  const key = sessionStorage.getItem(SENT);
  if (!key) return;
  sessionStorage.removeItem(SENT);
  const [arrival] = performance.getEntriesByType("navigation");
  const isElsewhere = document.querySelector('input[type="password"], [data-failed]');
  if (arrival?.redirectCount && !isElsewhere) localStorage.removeItem(key);
}
