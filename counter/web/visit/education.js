// @ts-check
import { html } from '/assets/lit-html.js';
import { IJAZAH, rowPath } from './fields.js';
import { cellView } from './field.js';
import { t } from './words.js';

/**
 * @param {import('../controls.js').Controls} controls
 * @param {import('./draft.js').Draft} draft
 * @param {(path: string) => import('./field.js').Remark | undefined} remark
 */
export const education = (controls, draft, remark) => html`
  <table class="education">
    <thead><tr>${IJAZAH.map(({ name }) => html`<th scope="col" class=${name}>${t(name)}</th>`)}<td></td></tr></thead>
    <tbody>
      ${draft.education.map((row, i) => html`
        <tr>
          ${IJAZAH.map((field) => {
            const path = rowPath(i, field.name);
            const value = /** @type {Record<string, string>} */ (row)[field.name];
            return cellView(controls, { path, label: t(field.name), name: t('row.name', { member: t(field.name), row: i + 1 }), value, remark: remark(path), field });
          })}
          <td><button type="button" class="button quiet remove" data-testid="remove-row-${i}" aria-label=${t('remove-row', { row: i + 1 })} @click=${() => controls.entry.removeRow(i)}>×</button></td>
        </tr>`)}
    </tbody>
  </table>
  <p class="add"><button type="button" class="button quiet" data-testid="add-row" @click=${() => controls.entry.addRow()}>+ ${t('add-row')}</button><small>${t('row.hint')}</small></p>`;
