/**
 * What a kind of event is: its constant part, the names and types of its fields, and how values are drawn.
 * In: a short description. Out: a kind as the record writers take it.
 */

/**
 * @param {object} channel What all kinds of the channel share: provider, channel, form, bodyForm.
 * @param {object} system Event id, version, task and so on.
 * @param {string} fields Names with their types after a colon (String where none is given), separated by blanks.
 * @param {(activity: object) => unknown[]} draw Values in the order of the fields.
 */
export function defineKind(channel, system, fields, draw) {
  const { form, bodyForm, userOf, processOf, hasActivity = false, ...constant } = channel
  const pairs = fields.split(/\s+/).map((field) => field.split(':'))
  return {
    form,
    bodyForm,
    userOf,
    processOf,
    hasActivity,
    system: { ...constant, opcode: 0, ...system },
    names: pairs.map(([name]) => name.replaceAll('_', ' ')),
    types: pairs.map(([, type = 'String']) => type),
    draw,
  }
}

/** A kind whose strings stand in one array, as the old logging call writes them. */
export function defineClassicKind(channel, system, draw) {
  return {
    form: 'classic',
    bodyForm: 'fragment',
    system: { ...channel, ...system },
    names: ['Data', 'Size', 'Binary'],
    types: ['String[]', 'UInt32', 'Binary'],
    draw: (activity) => {
      const { strings, binary = null } = draw(activity)
      return [strings, binary === null ? 0 : binary.length, binary]
    },
  }
}
