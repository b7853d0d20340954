/** A CSV file as text (RFC 4180). Cells that a spreadsheet would take for a formula begin with an apostrophe. */
export const csv = rows => rows.map(row => row.map(cell).join(',')).join('\r\n') + '\r\n';

function cell(value) {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** Saves text as a file of the user. */
export function save(name, text) {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
