// @ts-check
// Lists each screen's canned states under its heading.
const language = document.documentElement.lang;

document.querySelectorAll('section').forEach(async (section) => {
  const { address = '', module = '' } = section.dataset;
  const { screens = {} } = await import(module).catch(() => ({})); // a screen that is not served here has none
  section.hidden = Object.keys(screens).length === 0;
  const rows = Object.keys(screens).map((name) => {
    const link = Object.assign(document.createElement('a'), { href: `${address}?screen=${name}&lang=${language}`, textContent: name });
    const row = document.createElement('li');
    row.append(link);
    return row;
  });
  section.querySelector('ul')?.replaceChildren(...rows);
});
