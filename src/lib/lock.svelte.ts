/** Whether this browser's login is locked: whoever hears it from the server says so, the layout asks for the password. */
export const lock = $state({ on: false });
