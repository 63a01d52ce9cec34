/** Behaviour of the candidate's pages: each page names its part with `data-page`. */
export function startPortal(): void {}
