/** Typed into once, on a television: nothing runs in the browser. */
export const csr = false;
