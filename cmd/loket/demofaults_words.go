package main

import "loket/hardware/printer"

// faultWords are the panel's words in one language.
type faultWords struct {
	Title, Back, Language   string
	State, Heading, Lead    string
	On, Off, Paper, NoPaper string
	States                  map[printer.State]string
	Faults                  map[string]string
}

var faultIndonesian = faultWords{
	Title: "Printer tiruan", Back: "Halaman awal", Language: "English",
	State: "Keadaan menurut kios", Heading: "Gangguan",
	Lead: "Tekan untuk menimbulkan gangguan, tekan lagi untuk memperbaikinya. Lalu ambil nomor di kios dan lihat apa yang terjadi.",
	On:   "terjadi", Off: "tidak ada", Paper: "Kertas terakhir", NoPaper: "Belum ada kertas yang keluar.",
	States: map[printer.State]string{
		printer.Starting: "Sedang disiapkan", printer.Ready: "Siap", printer.PaperLow: "Kertas hampir habis",
		printer.NotTaken: "Tiket belum diambil", printer.PaperOut: "Kertas habis", printer.CoverOpen: "Tutup terbuka",
		printer.Cutter: "Pemotong macet", printer.Hot: "Kepala cetak terlalu panas", printer.Fault: "Rusak",
		printer.Offline: "Tidak siap, tanpa sebab yang jelas", printer.Silent: "Tidak menjawab",
		printer.NotFound: "Tidak terhubung", printer.InUse: "Dipakai program lain", printer.Refused: "Ditolak oleh sistem",
	},
	Faults: map[string]string{
		"near-end": "Kertas hampir habis", "paper-end": "Kertas habis sekarang",
		"paper-end-in-ticket": "Kertas habis di tengah tiket", "cover-open": "Tutup terbuka",
		"cover-open-in-ticket": "Tutup dibuka di tengah tiket", "cutter-jam": "Pemotong macet",
		"hot-head": "Kepala cetak terlalu panas", "low-voltage": "Tegangan turun",
		"ticket-not-taken": "Tiket tidak diambil", "unplugged": "Kabel dicabut",
		"unplugged-in-ticket": "Kabel dicabut di tengah tiket", "power-off": "Listrik mati",
		"power-off-in-picture": "Listrik mati di tengah gambar", "wrong-speed": "Kecepatan salah",
		"gbk-mode": "Menyala ulang dalam mode Tionghoa", "answers-nothing": "Tidak menjawab apa pun",
		"answers-late": "Menjawab terlambat", "answers-garbled": "Jawaban rusak",
		"takes-nothing": "Tidak menerima data (XOFF)", "loses-bytes": "Penyangga penuh, data hilang",
	},
}

var faultEnglish = faultWords{
	Title: "Emulated printer", Back: "Start page", Language: "Bahasa Indonesia",
	State: "State, as the kiosk knows it", Heading: "Faults",
	Lead: "Press to let a fault happen, press again to mend it. Then take a number at the kiosk and see what becomes of it.",
	On:   "happening", Off: "none", Paper: "Latest paper", NoPaper: "No paper has come out yet.",
	States: map[printer.State]string{
		printer.Starting: "Being prepared", printer.Ready: "Ready", printer.PaperLow: "Paper nearly at its end",
		printer.NotTaken: "The ticket was not taken", printer.PaperOut: "Out of paper", printer.CoverOpen: "Cover open",
		printer.Cutter: "Cutter blocked", printer.Hot: "Print head too hot", printer.Fault: "Defective",
		printer.Offline: "Not ready, and does not say why", printer.Silent: "Does not answer",
		printer.NotFound: "Not connected", printer.InUse: "In use by another program", printer.Refused: "Refused by the system",
	},
	Faults: map[string]string{
		"near-end": "Paper nearly at its end", "paper-end": "Out of paper now",
		"paper-end-in-ticket": "Paper ends in the middle of a ticket", "cover-open": "Cover open",
		"cover-open-in-ticket": "Cover opened in the middle of a ticket", "cutter-jam": "Cutter blocked",
		"hot-head": "Print head too hot", "low-voltage": "Voltage too low",
		"ticket-not-taken": "Tickets are not taken", "unplugged": "Cable pulled out",
		"unplugged-in-ticket": "Cable pulled out in the middle of a ticket", "power-off": "Power off",
		"power-off-in-picture": "Power lost in the middle of a picture", "wrong-speed": "Wrong speed",
		"gbk-mode": "Restarts in Chinese mode", "answers-nothing": "Answers nothing",
		"answers-late": "Answers late", "answers-garbled": "Answers are garbled",
		"takes-nothing": "Takes no data (XOFF)", "loses-bytes": "Buffer full, loses data",
	},
}
