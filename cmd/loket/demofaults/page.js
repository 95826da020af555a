// @ts-check
// Keeps the page as the printer is. Without it the page is right at each press.

/** Takes over what changed of an element, so that the keyboard's place is kept. @param {Element} now @param {Element} next */
const update = (now, next) => {
  if (now.outerHTML === next.outerHTML) return;
  if (now.tagName !== next.tagName) return now.replaceWith(next);
  for (const { name, value } of next.attributes) now.setAttribute(name, value);
  if (now.children.length && now.children.length === next.children.length) {
    [...now.children].forEach((child, i) => update(child, next.children[i]));
  } else {
    now.replaceChildren(...next.childNodes);
  }
};

/** Takes over the page that an answer holds. @param {Response} answer */
const show = async (answer) => {
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const id of ['state', 'faults', 'paper']) {
    const now = document.getElementById(id), next = page.getElementById(id);
    if (now && next) update(now, next);
  }
};

const look = async () => {
  try {
    await show(await fetch(location.href));
  } catch { /* the demo has ended or begins again */ }
  setTimeout(look, 1000);
};
setTimeout(look, 1000);

addEventListener('submit', async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  event.preventDefault();
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  await show(await fetch(form.action, { method: 'POST', body }));
});
