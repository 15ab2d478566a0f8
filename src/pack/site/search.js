/** The search of a pack: its index is a script that is loaded when somebody begins to search. */
const root = document.currentScript?.dataset['root'] ?? '';
const field = /** @type {HTMLInputElement} */ (document.getElementById('search'));
const place = /** @type {HTMLElement} */ (document.getElementById('found'));
/** @type {Promise<any> | undefined} */
let index;

/** @param {string} name */
const script = (name) =>
  new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = `${root}site/${name}`;
    element.addEventListener('load', resolve);
    element.addEventListener('error', reject);
    document.head.append(element);
  });

async function load() {
  await script('minisearch.js');
  await script('search-index.js');
  const { MiniSearch, packIndex } = /** @type {any} */ (globalThis);
  return MiniSearch.loadJSON(packIndex, { fields: ['title', 'text'], storeFields: ['title', 'kind'] });
}

async function search() {
  const words = field.value.trim();
  if (words === '') {
    place.replaceChildren();
    return;
  }
  const found = (await (index ??= load())).search(words, { prefix: true, fuzzy: 0.15, combineWith: 'AND', boost: { title: 3 } });
  if (field.value.trim() !== words) return;
  const said = document.createElement('p');
  said.className = 'quiet';
  said.textContent =
    found.length === 0
      ? `Nothing in this pack has “${words}”.`
      : `${found.length} ${found.length === 1 ? 'page' : 'pages'}${found.length > 30 ? ', the first 30' : ''}`;
  const list = document.createElement('ol');
  for (const { id, title, kind } of found.slice(0, 30)) {
    const link = document.createElement('a');
    link.href = root + id.split('/').map(encodeURIComponent).join('/');
    link.textContent = title;
    const where = document.createElement('span');
    where.className = 'quiet';
    where.textContent = ` ${kind}`;
    link.append(where);
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  place.replaceChildren(said, list);
}

field.addEventListener('input', () => void search());
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && place.childElementCount > 0) {
    field.value = '';
    place.replaceChildren();
    field.focus();
  } else if (event.key === '/' && document.activeElement?.tagName !== 'INPUT') {
    event.preventDefault();
    field.focus();
  }
});
// On a narrow page the parts fold away.
if (matchMedia('(max-width: 760px)').matches) document.querySelector('nav details')?.removeAttribute('open');
