/** How large files may be: all that is read of one is in memory at once. */

/** 8192 x 8192. */
export const MOST_PIXELS = 2 ** 26;
/** What a file of more bytes than this is, its pixels do not explain. */
export const MOST_BYTES = 2 ** 29;
