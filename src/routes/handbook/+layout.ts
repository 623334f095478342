/** Pages that are only read: nothing runs in the browser. */
export const csr = false;
