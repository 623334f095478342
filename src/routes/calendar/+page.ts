/** A page that is only looked at. */
export const csr = false;
