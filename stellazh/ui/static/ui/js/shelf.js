// A shelf wider than its room opens at the present month.
export function bindTo(scroller) {
  const now = scroller.querySelector('[aria-current="date"]');
  if (now) scroller.scrollLeft = now.offsetLeft - (scroller.clientWidth - now.offsetWidth) / 2;
}
