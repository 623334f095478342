/** Links and forms alone: nothing runs in the browser. */
export const csr = false;
