package main

import "loket/hardware/printer"

// faultWord is one of the panel's words in Indonesian and English.
type faultWord struct{ id, en string }

// in is the word in a language; without one, Indonesian.
func (w faultWord) in(language string) string {
	if language == "en" {
		return w.en
	}
	return w.id
}

// panelWords are what the page says besides states and faults.
var panelWords = map[string]faultWord{
	"Title":    {"Printer tiruan", "Emulated printer"},
	"Back":     {"Halaman awal", "Start page"},
	"Language": {"English", "Bahasa Indonesia"},
	"State":    {"Keadaan menurut kios", "State, as the kiosk knows it"},
	"Heading":  {"Gangguan", "Faults"},
	"Lead":     {"Tekan untuk menimbulkan gangguan, tekan lagi untuk memperbaikinya. Lalu ambil nomor di kios dan lihat apa yang terjadi.", "Press to let a fault happen, press again to mend it. Then take a number at the kiosk and see what becomes of it."},
	"On":       {"terjadi", "happening"},
	"Off":      {"tidak ada", "none"},
	"Paper":    {"Kertas terakhir", "Latest paper"},
	"NoPaper":  {"Belum ada kertas yang keluar.", "No paper has come out yet."},
}

var stateNames = map[printer.State]faultWord{
	printer.Starting:  {"Sedang disiapkan", "Being prepared"},
	printer.Ready:     {"Siap", "Ready"},
	printer.PaperLow:  {"Kertas hampir habis", "Paper nearly at its end"},
	printer.NotTaken:  {"Tiket belum diambil", "The ticket was not taken"},
	printer.PaperOut:  {"Kertas habis", "Out of paper"},
	printer.CoverOpen: {"Tutup terbuka", "Cover open"},
	printer.Cutter:    {"Pemotong macet", "Cutter blocked"},
	printer.Hot:       {"Kepala cetak terlalu panas", "Print head too hot"},
	printer.Fault:     {"Rusak", "Defective"},
	printer.Offline:   {"Tidak siap, tanpa sebab yang jelas", "Not ready, and does not say why"},
	printer.Silent:    {"Tidak menjawab", "Does not answer"},
	printer.NotFound:  {"Tidak terhubung", "Not connected"},
	printer.InUse:     {"Dipakai program lain", "In use by another program"},
	printer.Refused:   {"Ditolak oleh sistem", "Refused by the system"},
}

var faultNames = map[string]faultWord{
	"near-end":             {"Kertas hampir habis", "Paper nearly at its end"},
	"paper-end":            {"Kertas habis sekarang", "Out of paper now"},
	"paper-end-in-ticket":  {"Kertas habis di tengah tiket", "Paper ends in the middle of a ticket"},
	"cover-open":           {"Tutup terbuka", "Cover open"},
	"cover-open-in-ticket": {"Tutup dibuka di tengah tiket", "Cover opened in the middle of a ticket"},
	"cutter-jam":           {"Pemotong macet", "Cutter blocked"},
	"hot-head":             {"Kepala cetak terlalu panas", "Print head too hot"},
	"low-voltage":          {"Tegangan turun", "Voltage too low"},
	"ticket-not-taken":     {"Tiket tidak diambil", "Tickets are not taken"},
	"unplugged":            {"Kabel dicabut", "Cable pulled out"},
	"unplugged-in-ticket":  {"Kabel dicabut di tengah tiket", "Cable pulled out in the middle of a ticket"},
	"power-off":            {"Listrik mati", "Power off"},
	"power-off-in-picture": {"Listrik mati di tengah gambar", "Power lost in the middle of a picture"},
	"wrong-speed":          {"Kecepatan salah", "Wrong speed"},
	"gbk-mode":             {"Menyala ulang dalam mode Tionghoa", "Restarts in Chinese mode"},
	"answers-nothing":      {"Tidak menjawab apa pun", "Answers nothing"},
	"answers-late":         {"Menjawab terlambat", "Answers late"},
	"answers-garbled":      {"Jawaban rusak", "Answers are garbled"},
	"takes-nothing":        {"Tidak menerima data (XOFF)", "Takes no data (XOFF)"},
	"loses-bytes":          {"Penyangga penuh, data hilang", "Buffer full, loses data"},
}
