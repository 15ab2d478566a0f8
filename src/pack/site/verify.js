import { checkArchive, checkFolder, sha256Of } from './check.js';

/**
 * The page that verifies a pack: a file or a folder that somebody chooses, read piece by piece in this browser.
 *
 * @typedef {import('./check.js').Checked} Checked
 */
/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const result = element('result');
const progress = element('progress');
const drop = element('drop');

/** @param {Blob} blob */
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());
/** @param {number} done @param {number} all */
const tell = (done, all) => {
  progress.textContent = `Checked ${(done / 1024 ** 2).toFixed(1)} of ${(all / 1024 ** 2).toFixed(1)} MB.`;
};

/** @param {File} file */
const archive = (file) =>
  checkArchive(
    {
      size: file.size,
      bytes: (from, to) => bytesOf(file.slice(from, Math.max(from, to))),
      sha256: async (from, to) => sha256Of(await bytesOf(file.slice(from, to))),
    },
    { progress: tell },
  );

/** @param {File[]} files */
const folder = (files) =>
  checkFolder(
    files.map((file) => ({
      path: file.webkitRelativePath || file.name,
      size: file.size,
      bytes: () => bytesOf(file),
      sha256: async () => sha256Of(await bytesOf(file)),
    })),
    { progress: tell },
  );

/** @param {string} tag @param {string} text @param {string} [className] */
function line(tag, text, className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

/** @param {Checked} checked */
function show({ sound, problems, files, bytes, fingerprint, manifest }) {
  const verdict = line(
    'p',
    sound
      ? '● Sound: every byte is what was signed.'
      : `○ Broken: ${problems.length === 1 ? 'one thing is' : `${problems.length} things are`} not as signed.`,
    'verdict',
  );
  verdict.dataset['sound'] = String(sound);
  const shown = [line('h2', 'What was found'), verdict];
  if (manifest)
    shown.push(
      line(
        'p',
        `${manifest.pack} of ${manifest.organisation.name}, ${manifest.for}, made on ${manifest.day} by ${manifest.madeBy}: ${files} files, ${(bytes / 1024 ** 2).toFixed(1)} MB.`,
      ),
    );
  if (problems.length > 0) {
    const list = document.createElement('ul');
    for (const { path, problem } of problems.slice(0, 500)) {
      const item = line('li', ` ${problem}`);
      if (path) item.prepend(line('code', path));
      list.append(item);
    }
    shown.push(list);
    if (problems.length > 500) shown.push(line('p', `And ${problems.length - 500} more.`));
  }
  if (fingerprint)
    shown.push(line('p', 'It is signed by the key with this fingerprint:'), line('p', fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 '), 'fingerprint'));
  result.replaceChildren(...shown);
  result.focus();
}

/** @param {() => Promise<Checked>} check */
async function run(check) {
  result.replaceChildren();
  progress.textContent = 'Checking …';
  if (!globalThis.crypto?.subtle) {
    progress.textContent = 'This browser does not calculate hashes for pages from the disk. Take another one, or annexa pack verify.';
    return;
  }
  const began = performance.now();
  try {
    show(await check());
    progress.textContent = `Checked in ${((performance.now() - began) / 1000).toFixed(1)} seconds.`;
  } catch (error) {
    progress.textContent = `It could not be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

element('zip').addEventListener('change', ({ target }) => {
  const file = /** @type {HTMLInputElement} */ (target).files?.[0];
  if (file) void run(() => archive(file));
});
element('folder').addEventListener('change', ({ target }) => {
  const files = [...(/** @type {HTMLInputElement} */ (target).files ?? [])];
  if (files.length > 0) void run(() => folder(files));
});
drop.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.dataset['over'] = '';
});
drop.addEventListener('dragleave', () => void delete drop.dataset['over']);
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  delete drop.dataset['over'];
  const file = event.dataTransfer?.files[0];
  if (file) void run(() => archive(file));
});
