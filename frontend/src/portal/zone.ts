/** Times in the reader's own zone: the browser names it, the page is drawn again by the server. */
export function startZone(root: HTMLElement): void {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // Browsers that hide where they are all say UTC; then the zone of the telephone number is the better guess.
  if (!mine || /^(Etc\/)?(UTC|GMT|Unknown)$/.test(mine) || mine === root.dataset.zone) return;
  const told = `bole_zone=${mine}`;
  if (document.cookie.includes(told)) return; // told already: the server knows better
  document.cookie = `${told}; path=/me/; max-age=43200; SameSite=Lax`;
  if (document.cookie.includes(told)) location.reload();
}
