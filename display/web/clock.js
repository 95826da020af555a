// @ts-check
// The office's clock. The machine's own clock and zone may be wrong; only its steady ticking is trusted.

const DAYS = {
  id: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const MONTHS = {
  id: ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
};

/** Minutes east of UTC of an RFC 3339 time. @param {string} time */
function offset(time) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(time) ?? [];
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0;
}

/**
 * @param {string} now the office's time with its offset (Board.now)
 * @param {() => number} ticks milliseconds of a steady clock
 */
export function officeClock(now, ticks = () => performance.now()) {
  const milliseconds = now.replace(/(\.\d{3})\d+/, '$1'); // older browsers read no finer time
  const start = Date.parse(milliseconds) + offset(now) * 60_000 - ticks();
  /** Fields of this Date in UTC are the office's. */
  const local = () => new Date(start + ticks());
  return {
    /** `2026-11-23` */
    day: () => local().toISOString().slice(0, 10),
    /** `08.14` in Indonesian, `08:14` in English. @param {'id' | 'en'} language */
    time: (language) => local().toISOString().slice(11, 16).replace(':', language === 'id' ? '.' : ':'),
    /** @param {'id' | 'en'} language */
    date(language) {
      const d = local();
      return `${DAYS[language][d.getUTCDay()]}, ${d.getUTCDate()} ${MONTHS[language][d.getUTCMonth()]} ${d.getUTCFullYear()}`;
    },
    /** Milliseconds until the next full second. */
    untilTick: () => 1_000 - local().getUTCMilliseconds(),
  };
}
