/** Sizes of files as people read them. */

const UNITS = ["B", "KB", "MB", "GB"];

/** A number of bytes, such as "1.5 MB". */
export function sizeInWords(bytes) {
  const step = bytes > 0 ? Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1) : 0;
  return `${(bytes / 1024 ** step).toFixed(step ? 1 : 0)} ${UNITS[step]}`;
}
