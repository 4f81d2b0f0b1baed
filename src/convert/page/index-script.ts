/**
 * The search of the index page. It reads the rows of the table and hides those that do not fit; it makes no HTML.
 * `index.html#q=WORDS` opens with a search, as the matrix links to it.
 */

export const INDEX_SCRIPT = `
'use strict';
(() => {
  const find = document.getElementById('find');
  const level = document.getElementById('level');
  const fired = document.getElementById('fired');
  const shown = document.getElementById('shown');
  const rows = [...document.querySelectorAll('tbody tr')].map((row) => ({
    row, level: row.dataset.level, hasFired: row.dataset.hits !== '0', text: row.textContent.toLowerCase() + ' ' + row.dataset.more.toLowerCase(), isShown: true
  }));
  const apply = () => {
    const words = find.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    let count = 0;
    for (const entry of rows) {
      const fits = (level.value === '' || level.value === entry.level) && (fired === null || !fired.checked || entry.hasFired) && words.every((word) => entry.text.includes(word));
      if (fits) count++;
      if (fits !== entry.isShown) { entry.row.hidden = !fits; entry.isShown = fits; }
    }
    shown.textContent = count + ' of ' + rows.length;
  };
  const open = () => {
    const hash = location.hash.slice(1);
    if (!hash.startsWith('q=')) return;
    try { find.value = decodeURIComponent(hash.slice(2)); } catch { find.value = ''; }
    apply();
  };
  let timer = 0;
  find.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(apply, 60); });
  level.addEventListener('change', apply);
  if (fired !== null) fired.addEventListener('change', apply);
  addEventListener('hashchange', open);
  apply();
  open();
})();
`
