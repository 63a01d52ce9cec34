/** Tells the server the phone's time zone, once; a page whose times were told in another one is read again. */
const NAME = "bole_zone";

export function tellZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const page = document.documentElement.dataset;
  // Browsers that hide where they are all say UTC: that is no place anybody's clock hangs.
  if (!zone || /^(Etc\/)?(UTC|GMT|Unknown)$/.test(zone) || page.zoneOffset === undefined) return;
  const told = `${NAME}=${zone}`;
  if (document.cookie.includes(told)) return;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${told}; path=/; max-age=31536000; SameSite=Lax${secure}`;
  const differs = Number(page.zoneOffset) !== -new Date().getTimezoneOffset();
  if (differs && document.cookie.includes(told) && page.method === "GET") location.reload();
}
