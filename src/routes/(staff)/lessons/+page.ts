/** Read, not worked in: nothing runs in the browser. */
export const csr = false;
