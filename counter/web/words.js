// @ts-check
import { language, words } from '/assets/i18n.js';

export const t = words({
  id: {
    title: 'Loket',
    'sign-in': 'Masuk', user: 'Nama pengguna', password: 'Kata sandi', 'sign-in.lead': 'Aplikasi petugas loket', starting: 'Memuat…',
    choose: 'Pilih loket Anda', 'choose.lead': 'Tekan nomor di papan ketik atau tekan loketnya.', free: 'Kosong', 'taken.by': 'Dipakai {name}', taken: 'Sedang dipakai',
    leave: 'Lepas loket', 'sign-out': 'Keluar', language: 'English',
    lost: 'Sambungan terputus. Yang tampil mungkin sudah lama.',
    'call-next': 'Panggil', 'call-next.after': 'Lanjut ke nomor berikutnya', recall: 'Panggil ulang', 'recall.count': 'Panggil ulang ({calls}/{limit})', serve: 'Layani',
    'no-show': 'Tidak hadir', 'call-number': 'Panggil nomor…', finish: 'Selesai', park: 'Titip', transfer: 'Pindah layanan…',
    'not-now': '“{name}” belum dapat dipakai sekarang.',
    'hold.finish': 'Kartu untuk {number} belum diterbitkan dan isiannya akan dihapus. Tekan F8 sekali lagi untuk selesai tanpa kartu.',
    'hold.correcting': 'Perbaikan untuk {number} belum disimpan. Tekan F8 sekali lagi untuk selesai tanpa menyimpannya.',
    'hold.sign-out': 'Nomor {number} masih terbuka dan isiannya akan dihapus dari komputer ini. Tekan Keluar sekali lagi untuk keluar.',
    'number.unclear': 'Tulis huruf dan angkanya, misalnya A-012.',
    present: 'Nomor sekarang', none: 'Belum ada nomor', called: 'Dipanggil {calls} dari {limit} kali', serving: 'Sedang dilayani',
    priority: 'Prioritas', 'no-paper': 'Tanpa kertas', clock: '{time} / {standard}',
    'activity.call': 'Menunggu datang', 'activity.enter': 'Isi data', 'activity.print': 'Cetak dan periksa', 'activity.hand': 'Foto, tanda tangan, serahkan',
    'standard.minutes': 'standar {minutes} menit',
    waiting: 'menunggu', next: 'Berikutnya', 'next.none': 'Tidak ada yang menunggu', waited: '{minutes} mnt',
    parked: 'Titipan', 'no-shows': 'Tidak hadir', 'parked.call': 'Panggil', return: 'Kembali', 'call-it': 'Panggil {number}', 'return-it': 'Kembali: {number}', nobody: 'Tidak ada',
    'call-number.title': 'Panggil nomor', 'call-number.label': 'Nomor yang menunggu atau dititip', 'transfer.title': 'Pindahkan {number} ke layanan', 'transfer.lost': 'Isian yang belum menjadi kartu akan dihapus.', cancel: 'Batal', 'call-number.go': 'Panggil',
    'idle.some': '{count} orang menunggu', 'idle.none': 'Tidak ada yang menunggu', 'idle.press': 'untuk memanggil nomor berikutnya', 'idle.rest': 'Halaman ini memberi tahu begitu ada nomor baru.',
    'called.title': '{number} menuju {counter}', 'called.come': 'bila orangnya sudah di depan Anda', 'called.again': 'bila belum datang', 'called.out': 'Sudah dipanggil {limit} kali. Nomor ini dicatat tidak hadir bila Anda lanjut.',
    'called.papers': 'Berkas yang dibawa', 'called.no-paper': 'Orang ini tidak memegang tiket kertas. Sebutkan nomornya bila perlu.', 'called.priority': 'Prioritas: lansia, disabilitas, hamil, menyusui, atau membawa anak kecil.',
    'end.title': 'Akhiri pelayanan {number}?', 'end.missing': 'Belum selesai: {activity}.', 'end.papers_missing': 'Berkas belum lengkap', 'end.left': 'Pencari kerja pergi', 'end.postponed': 'Ditunda oleh kantor',
    signatures: 'Menunggu tanda tangan Anda', 'signatures.none': 'Tidak ada kartu yang menunggu.', absent: 'Pengantar kerja berhalangan sejak {time}: {reason}. Ditandatangani oleh {deputy}.', 'absent.back': 'Sudah hadir kembali',
    'absent.mark': 'Pengantar kerja berhalangan?', 'absent.reason': 'Alasan berhalangan', 'absent.deputy': 'Pejabat yang menandatangani', 'absent.go': 'Tandai berhalangan',
    register: 'Buku Register', 'register.close': 'Tutup', 'register.find': 'Cari NIK, nomor pendaftaran, atau bagian nama', 'register.go': 'Cari', 'register.from': 'Dari', 'register.to': 'sampai', 'register.show': 'Tampilkan',
    'register.print': 'Cetak', 'register.xlsx': 'Unduh XLSX', 'register.found': '“{text}”: {count} kartu', 'register.more-found': 'masih ada yang lain; perjelas pencarian', 'register.span': '{from} s.d. {to}', 'register.nothing': 'Tidak ada kartu yang cocok.', 'register.empty': 'Belum ada kartu pada tanggal ini.', 'register.next': 'Tampilkan berikutnya',
    'register.number': 'Nomor', 'register.day': 'Tanggal', 'register.nik': 'NIK', 'register.name': 'Nama', 'register.sex': 'L/P', 'register.born': 'Tempat, tanggal lahir', 'register.address': 'Alamat', 'register.education': 'Pendidikan', 'register.until': 'Berlaku s.d.', 'register.officer': 'Petugas',
    undo: 'Urungkan', page: 'Halaman petugas', acts: 'Tindakan',
  },
  en: {
    title: 'Loket',
    'sign-in': 'Sign in', user: 'User name', password: 'Password', 'sign-in.lead': 'Counter staff app', starting: 'Loading…',
    choose: 'Choose your counter', 'choose.lead': 'Press its number on the keyboard, or press the counter.', free: 'Free', 'taken.by': 'Held by {name}', taken: 'In use',
    leave: 'Leave counter', 'sign-out': 'Sign out', language: 'Indonesia',
    lost: 'Connection lost. What you see may be old.',
    'call-next': 'Call next', 'call-next.after': 'Go on to the next number', recall: 'Call again', 'recall.count': 'Call again ({calls}/{limit})', serve: 'Serve',
    'no-show': 'No-show', 'call-number': 'Call a number…', finish: 'Finish', park: 'Set aside', transfer: 'Other service…',
    'not-now': '“{name}” cannot be used now.',
    'hold.finish': 'The card for {number} is not issued and the entry will be deleted. Press F8 once more to finish without a card.',
    'hold.correcting': 'The correction for {number} is not saved. Press F8 once more to finish without it.',
    'hold.sign-out': 'Number {number} is still open and its entry will be deleted from this computer. Press Sign out once more to leave.',
    'number.unclear': 'Type the letter and the digits, for example A-012.',
    present: 'Present number', none: 'No number yet', called: 'Called {calls} of {limit} times', serving: 'Being served',
    priority: 'Priority', 'no-paper': 'No paper', clock: '{time} / {standard}',
    'activity.call': 'Waiting for arrival', 'activity.enter': 'Enter data', 'activity.print': 'Print and check', 'activity.hand': 'Photo, signatures, hand over',
    'standard.minutes': 'standard {minutes} minutes',
    waiting: 'waiting', next: 'Next', 'next.none': 'Nobody is waiting', waited: '{minutes} min',
    parked: 'Set aside', 'no-shows': 'No-shows', 'parked.call': 'Call', return: 'Is back', 'call-it': 'Call {number}', 'return-it': 'Is back: {number}', nobody: 'None',
    'call-number.title': 'Call a number', 'call-number.label': 'A number that waits or was set aside', 'transfer.title': 'Send {number} to the service', 'transfer.lost': 'The entry that is not yet a card will be deleted.', cancel: 'Cancel', 'call-number.go': 'Call',
    'idle.some': '{count} people are waiting', 'idle.none': 'Nobody is waiting', 'idle.press': 'to call the next number', 'idle.rest': 'This page tells you as soon as there is a new number.',
    'called.title': '{number} to {counter}', 'called.come': 'when the person is in front of you', 'called.again': 'if nobody has come yet', 'called.out': 'Called {limit} times. If you go on, this number is noted as a no-show.',
    'called.papers': 'Papers they bring', 'called.no-paper': 'This person holds no paper ticket. Say the number aloud if needed.', 'called.priority': 'Priority: elderly, disabled, pregnant, breastfeeding, or with a small child.',
    'end.title': 'End the service of {number}?', 'end.missing': 'Not done yet: {activity}.', 'end.papers_missing': 'Papers are missing', 'end.left': 'The seeker has gone', 'end.postponed': 'Postponed by the office',
    signatures: 'Waiting for your signature', 'signatures.none': 'No card is waiting.', absent: 'The placement officer is absent since {time}: {reason}. {deputy} signs.', 'absent.back': 'Is back',
    'absent.mark': 'Is the placement officer absent?', 'absent.reason': 'Why', 'absent.deputy': 'Who signs instead', 'absent.go': 'Mark as absent',
    register: 'Register', 'register.close': 'Close', 'register.find': 'Find a NIK, a registration number or a part of a name', 'register.go': 'Find', 'register.from': 'From', 'register.to': 'to', 'register.show': 'Show',
    'register.print': 'Print', 'register.xlsx': 'Download XLSX', 'register.found': '“{text}”: {count} cards', 'register.more-found': 'there are others; say more', 'register.span': '{from} to {to}', 'register.nothing': 'No card matches.', 'register.empty': 'No card was issued in these days.', 'register.next': 'Show more',
    'register.number': 'Number', 'register.day': 'Date', 'register.nik': 'NIK', 'register.name': 'Name', 'register.sex': 'Sex', 'register.born': 'Born', 'register.address': 'Address', 'register.education': 'Education', 'register.until': 'Valid until', 'register.officer': 'Officer',
    undo: 'Undo', page: 'Staff page', acts: 'Acts',
  },
});

const locale = () => (language() === 'en' ? 'en-GB' : 'id-ID');

/** "08.14", as a clock in the office shows it. @param {string} iso @param {string} [timeZone] */
export const clockTime = (iso, timeZone) => new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', timeZone }).format(new Date(iso));

/** "5 Maret 2001". @param {string} day ISO */
export const longDay = (day) => new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
