/** Where no zone was chosen for the times of a form, the reader's own is offered. */
const own = new Intl.DateTimeFormat().resolvedOptions().timeZone

for (const field of document.querySelectorAll<HTMLSelectElement>('select[data-guess-zone]')) {
  if ([...field.options].some(({ value }) => value === own)) field.value = own
}

export {}
