/** Pages that are only read, on a phone that others use too: nothing runs in the browser. */
export const csr = false;
