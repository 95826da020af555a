package fault

import "strings"

// Message is the words for one code in both languages. Braces hold argument names.
type Message struct{ ID, EN string }

// Words returns the error's sentence in lang ("id" or "en"): what happened and what to do now. An
// argument that begins with "@" is itself a code, whose words take its place.
func (e *Error) Words(lang string) string {
	m, ok := messages[e.Code]
	if !ok {
		m = messages["internal"]
	}
	text := m.in(lang)
	for name, value := range e.Args {
		if word, ok := messages[strings.TrimPrefix(value, "@")]; ok && strings.HasPrefix(value, "@") {
			value = word.in(lang)
		}
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	for name, words := range e.Both {
		text = strings.ReplaceAll(text, "{"+name+"}", words.in(lang))
	}
	return text
}

func (m Message) in(lang string) string {
	if lang == "en" {
		return m.EN
	}
	return m.ID
}

// Known tells whether code has words.
func Known(code string) bool { _, ok := messages[code]; return ok }

var messages = map[string]Message{
	"internal": {"Terjadi gangguan di server. Data Anda tidak berubah. Silakan coba lagi; bila berulang, hubungi administrator.",
		"Something went wrong on the server. Nothing was changed. Please try again; if it happens again, tell the administrator."},

	"request.malformed":      {"Isi permintaan bukan JSON yang benar.", "The request is not valid JSON."},
	"request.not_object":     {"Isi permintaan harus objek JSON.", "The request must be a JSON object."},
	"request.unknown_field":  {"Isian “{name}” tidak dikenal.", "The field “{name}” is not known."},
	"request.wrong_type":     {"Isian “{name}” salah jenis.", "The field “{name}” has the wrong type."},
	"request.too_large":      {"Isi permintaan terlalu besar (paling banyak {limit}).", "The request is too large (at most {limit})."},
	"request.content_type":   {"Kirim permintaan sebagai application/json.", "Send the request as application/json."},
	"request.parameter":      {"Parameter “{name}” salah atau tidak ada.", "The parameter “{name}” is wrong or missing."},
	"request.key_missing":    {"Kepala Idempotency-Key wajib diisi: 8 sampai 64 karakter tanpa spasi (ASCII).", "The header Idempotency-Key is needed: 8 to 64 characters without spaces (ASCII)."},
	"request.key_reused":     {"Kunci permintaan ini sudah dipakai untuk permintaan lain.", "This request key was already used for another request."},
	"request.cross_origin":   {"Permintaan dari situs lain ditolak.", "Requests from another site are refused."},
	"request.not_found":      {"Halaman atau alamat ini tidak ada.", "There is no such page or address."},
	"request.method":         {"Cara permintaan ini tidak dilayani di alamat ini.", "This method is not served at this address."},
	"field.required":         {"Wajib diisi.", "This is needed."},
	"field.too_many":         {"Terlalu banyak (paling banyak {limit}).", "Too many (at most {limit})."},
	"field.too_long":         {"Terlalu panjang (paling banyak {limit} karakter).", "Too long (at most {limit} characters)."},
	"field.characters":       {"Berisi karakter yang tidak dapat dipakai.", "It holds characters that cannot be used."},
	"field.not_in_list":      {"Pilihan “{value}” tidak ada dalam daftar.", "“{value}” is not one of the choices."},
	"field.range":            {"Harus antara {low} dan {high}.", "It must be between {low} and {high}."},
	"field.date":             {"Tanggal tidak benar.", "This is not a date."},
	"field.date_future":      {"Tanggal lahir tidak boleh di masa depan.", "The birth date cannot be in the future."},
	"field.date_past":        {"Tanggal lahir terlalu lampau.", "The birth date is too long ago."},
	"field.year":             {"Tahun tidak benar.", "This is not a possible year."},
	"field.year_birth":       {"Tahun lulus lebih awal dari tahun lahir.", "The year of graduation is before the birth."},
	"session.signed_out":     {"Sesi Anda sudah berakhir. Silakan masuk lagi.", "Your session has ended. Please sign in again."},
	"session.wrong":          {"Nama pengguna atau kata sandi salah.", "The user name or the password is wrong."},
	"session.too_many":       {"Terlalu banyak percobaan masuk. Coba lagi dalam {minutes} menit.", "Too many attempts. Try again in {minutes} minutes."},
	"session.forbidden":      {"Anda tidak berwenang untuk tindakan ini.", "You are not allowed to do this."},
	"password.length":        {"Kata sandi harus 8 sampai 200 karakter.", "A password has 8 to 200 characters."},
	"staff.exists":           {"Nama pengguna “{user}” sudah ada.", "The user name “{user}” exists already."},
	"staff.not_found":        {"Nama pengguna “{user}” tidak ada.", "There is no user name “{user}”."},
	"device.unknown":         {"Perangkat ini belum terdaftar atau sudah dicabut.", "This device is not paired or was revoked."},
	"device.not_found":       {"Perangkat tidak ditemukan.", "There is no such device."},
	"service.not_found":      {"Layanan “{service}” tidak ada.", "There is no service “{service}”."},
	"service.closed":         {"Layanan {service} sedang ditutup.", "The service {service} is closed."},
	"service.full":           {"{service}: {why}", "{service}: {why}"},
	"service.hours":          {"{service}: {why}", "{service}: {why}"},
	"service.break":          {"{service}: {why}", "{service}: {why}"},
	"service.holiday":        {"{service}: {why}", "{service}: {why}"},
	"service.queue_full":     {"{service}: {why}", "{service}: {why}"},
	"counter.not_found":      {"Loket “{counter}” tidak ada.", "There is no counter “{counter}”."},
	"counter.closed":         {"{counter} belum dibuka. Ambil loket dahulu.", "{counter} is closed. Take the counter first."},
	"counter.taken":          {"{counter} sedang dipakai petugas lain.", "{counter} is held by another officer."},
	"counter.another":        {"Anda masih memegang {counter}. Lepaskan dahulu.", "You still hold {counter}. Leave it first."},
	"counter.busy":           {"Nomor {number} masih terbuka di loket ini. Selesaikan dahulu.", "Number {number} is still open at this counter. Finish it first."},
	"counter.idle":           {"Belum ada nomor yang dipanggil di loket ini.", "No number is called at this counter."},
	"counter.not_served":     {"{counter} tidak melayani layanan {service}.", "{counter} does not serve {service}."},
	"queue.empty":            {"Tidak ada yang menunggu.", "Nobody is waiting."},
	"ticket.not_found":       {"Nomor ini tidak ditemukan.", "There is no such number."},
	"ticket.other_day":       {"Nomor ini untuk hari lain dan tidak berlaku lagi.", "This number was for another day and holds no longer."},
	"number.not_reserved":    {"Nomor ini tidak (lagi) dicadangkan.", "This number is not reserved, or not any more."},
	"ticket.wrong_state":     {"Nomor {number} sedang “{status}”; tindakan ini tidak dapat dilakukan.", "Number {number} is “{status}”; this cannot be done now."},
	"ticket.call_limit":      {"Nomor {number} sudah dipanggil {limit} kali. Lanjut ke nomor berikutnya.", "Number {number} was called {limit} times. Go on to the next number."},
	"status.waiting":         {"menunggu", "waiting"},
	"status.called":          {"dipanggil", "called"},
	"status.serving":         {"dilayani", "being served"},
	"status.parked":          {"dititipkan", "set aside"},
	"status.no_show":         {"tidak hadir", "no-show"},
	"status.done":            {"selesai", "done"},
	"ticket.same_service":    {"Nomor {number} sudah berada di layanan ini.", "Number {number} is already in this service."},
	"nik.length":             {"NIK harus 16 angka.", "A NIK has 16 digits."},
	"nik.digits":             {"NIK hanya boleh berisi angka.", "A NIK holds digits only."},
	"nik.date":               {"Tanggal lahir di dalam NIK tidak mungkin.", "The birth date within the NIK is impossible."},
	"nik.serial":             {"Empat angka terakhir NIK tidak boleh 0000.", "The last four digits of a NIK cannot be 0000."},
	"nik.known":              {"NIK ini sudah terdaftar. Buka data yang ada.", "This NIK is already registered. Open the existing record."},
	"nik.birth_date_differs": {"Tanggal lahir berbeda dengan NIK.", "The birth date differs from the NIK."},
	"nik.sex_differs":        {"Jenis kelamin berbeda dengan NIK.", "The sex differs from the NIK."},
	"nik.region_elsewhere":   {"NIK diterbitkan di luar kabupaten ini. Periksa alamat KTP.", "The NIK was issued outside this regency. Check the ID card's address."},
	"seeker.not_found":       {"Data pencari kerja tidak ditemukan.", "There is no such job seeker."},
	"card.not_found":         {"Kartu tidak ditemukan.", "There is no such card."},
	"card.forged":            {"Kode ini bukan kartu AK/I yang sah: isinya tidak ditandatangani oleh dinas.", "This code is not a genuine AK/I card: the office did not sign it."},
	"card.unknown_key":       {"Kode ini ditandatangani dengan kunci yang tidak ada dalam berkas kunci dinas.", "This code is signed with a key that the office's key file does not hold."},
	"card.cut":               {"Kode tidak terbaca lengkap. Pindai lagi.", "The code was not read to its end. Please scan again."},
	"card.malformed":         {"Ini bukan kode kartu AK/I, atau salah terbaca. Pindai lagi.", "This is not an AK/I card's code, or it was misread. Please scan again."},
	"card.character":         {"Berisi karakter yang tidak dapat dicetak di kartu.", "It holds a character that the card cannot print."},
	"card.overflow":          {"Terlalu panjang untuk kartu. Singkatkan isian ini.", "Too long for the card. Please shorten it."},
	"card.code":              {"Pilihan ini tidak dikenal.", "This choice is not known."},
	"card.image":             {"Lambang daerah tidak dapat dipakai: harus berkas PNG.", "The coat of arms cannot be used: it must be a PNG file."},
	"card.qr":                {"Alamat pemeriksaan kartu kosong atau terlalu panjang untuk QR.", "The card's check address is empty or too long for the QR."},
	"card.ticket":            {"Kartu diterbitkan saat nomor sedang dilayani. Layani nomor dahulu.", "A card is issued while its number is being served. Serve the number first."},
	"card.ended":             {"Kartu ini {standing}; tindakan ini tidak dapat dilakukan.", "This card {standing}; this cannot be done."},
	"card.over":              {"Masa berlaku kartu ini sudah habis. Terbitkan kartu baru lewat perpanjangan.", "This card is past its validity. Issue a new one by renewing it."},
	"card.lapsed":            {"Kartu ini gugur karena lewat dari 6 bulan tidak melapor. Terbitkan kartu baru lewat perpanjangan.", "This card lapsed, for a report is more than 6 months late. Issue a new one by renewing it."},
	"card.report_twice":      {"Laporan pada tanggal ini sudah dicatat.", "A report of this day is already noted."},
	"card.reports_done":      {"Semua laporan kartu ini sudah dicatat.", "All reports of this card are already noted."},
	"card.report_early":      {"Belum waktunya melapor. Laporan berikutnya diterima mulai {day}.", "It is too early to report. The next report is taken from {day}."},
	"card.report_order":      {"Tanggal lebih awal dari laporan terakhir.", "The day is before the last report."},
	"card.day_future":        {"Tanggal tidak boleh di masa depan.", "The day cannot be in the future."},
	"card.day_before_issue":  {"Tanggal lebih awal dari penerbitan kartu.", "The day is before the card was issued."},
	"standing.replaced":      {"sudah diganti", "was replaced"},
	"standing.lost":          {"dinyatakan hilang", "was reported lost"},
	"standing.damaged":       {"dinyatakan rusak", "was reported damaged"},
	"standing.placed":        {"sudah dinyatakan bekerja", "was closed because its holder works"},
	"visit.not_found":        {"Kunjungan tidak ditemukan.", "There is no such visit."},
	"visit.no_procedure":     {"Layanan ini tidak mempunyai prosedur.", "This service follows no procedure."},
	"visit.ended":            {"Kunjungan ini sudah selesai.", "This visit has ended."},
	"visit.no_activity":      {"Prosedur ini tidak mempunyai kegiatan “{activity}”.", "This procedure has no activity “{activity}”."},
	"visit.nothing_due":      {"Semua kegiatan sudah selesai.", "Every activity is done."},
	"visit.out_of_turn":      {"Belum gilirannya. Sekarang: {activity}.", "It is not its turn. Now: {activity}."},
	"visit.begun":            {"Petugas lain sedang mengerjakan kegiatan ini.", "Another officer is doing this now."},
	"visit.not_absent":       {"Pengantar kerja tidak ditandai berhalangan. Tandai dahulu beserta alasannya.", "The placement officer is not marked absent. Mark the absence with its reason first."},
	"visit.not_yours":        {"“{activity}” adalah tugas {role}.", "“{activity}” is for the {role}."},
	"visit.never_wrong":      {"Kegiatan “{activity}” tidak dapat dinyatakan salah.", "“{activity}” cannot have a wrong result."},
	"visit.required":         {"Kegiatan “{activity}” wajib dan tidak dapat dilewati.", "“{activity}” is required and cannot be left out."},
	"visit.incomplete":       {"Belum selesai: {activity}.", "Not done yet: {activity}."},
	"visit.without_seeker":   {"Data pencari kerja belum disimpan.", "The seeker's data are not saved yet."},
	"visit.without_print":    {"Kartu belum dicetak sejak data terakhir diubah.", "The card was not printed since the data last changed."},
	"visit.own_card":         {"Anda tidak dapat menandatangani kartu Anda sendiri. Mintalah petugas lain.", "You cannot sign your own card. Ask another officer."},
	"absence.reason":         {"Tuliskan alasan berhalangan.", "Write why the placement officer is absent."},
	"absence.deputy":         {"Pejabat pengganti harus Kasi/Kabid yang aktif.", "The deputy must be an active section head."},
	"register.range":         {"Tanggal akhir mendahului tanggal awal.", "The last day is before the first."},
	"register.place":         {"Lanjutan halaman ini tidak dikenal. Mulai dari awal.", "There is no such page. Begin again."},
	"register.short":         {"Tulis sedikitnya tiga huruf atau angka.", "Write at least three letters or digits."},
	"role.registrar":         {"petugas BKOL/IPKOL", "registrar"},
	"role.placement_officer": {"pengantar kerja/petugas antar kerja", "placement officer"},
	"role.section_head":      {"Kasi/Kabid Penempatan", "section head"},
	"live.websocket":         {"Alamat ini hanya dilayani lewat WebSocket.", "This address is served over WebSocket only."},
	"live.topic":             {"Topik “{name}” tidak ada.", "There is no topic “{name}”."},
	"live.since":             {"Parameter “since” harus berbentuk <epoch>:<nomor>.", "The parameter “since” must be <epoch>:<number>."},
}
