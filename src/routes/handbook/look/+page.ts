/** Here menus and dialogs are tried, so this page runs in the browser. */
export const csr = true;
