// The site has the second script beside the first one.

export const bringRest = (attempt: number): Promise<typeof import("./rest")> => import(new URL(__REST__, document.baseURI).href + (attempt === 0 ? "" : `?${attempt}`));
