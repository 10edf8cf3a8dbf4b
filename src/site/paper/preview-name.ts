/** Size of a link's picture in pixels, as the networks that show it ask for. */
export const PREVIEW_SIZE = {width: 1200, height: 630} as const;
/** Name of a page's picture, beside its `index.html`. */
export const PREVIEW = "preview.png";
