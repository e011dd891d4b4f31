/** How a CSV file leaves: as a download, never shown. */

/** `name` as it will be called in somebody's folder. */
export function csvHeaders(name: string): Record<string, string> {
  const plain = name.replace(/[^\w .()-]/gu, '_');
  const whole = encodeURIComponent(name);
  return {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${whole}`,
  };
}
