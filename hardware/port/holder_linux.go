package port

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Holder finds who has the device or file called name, as "name (process N)": the holder of its lock, or else
// another process that has it open. It returns "" if there is none, or none that the system lets us see. It does
// not open the device, which would move its modem lines.
func Holder(name string) string {
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	process := locker(stat)
	if process == "" {
		process = opener(info)
	}
	if process == "" {
		return ""
	}
	command, err := os.ReadFile("/proc/" + process + "/comm")
	if err != nil {
		return "process " + process
	}
	return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(command)), process)
}

// locker is the process that locked the file, from lines such as
// 1: FLOCK  ADVISORY  WRITE 1234 00:17:5 0 EOF
func locker(stat *syscall.Stat_t) string {
	want := fmt.Sprintf("%02x:%02x:%d", unix.Major(stat.Dev), unix.Minor(stat.Dev), stat.Ino)
	locks, err := os.Open("/proc/locks")
	if err != nil {
		return ""
	}
	defer func() { _ = locks.Close() }()
	for scan := bufio.NewScanner(locks); scan.Scan(); {
		field := strings.Fields(scan.Text())
		if len(field) >= 6 && field[1] == "FLOCK" && field[5] == want {
			return field[4]
		}
	}
	return ""
}

// opener is another process that has the file open.
func opener(info os.FileInfo) string {
	self := strconv.Itoa(os.Getpid())
	descriptors, _ := filepath.Glob("/proc/[0-9]*/fd/*") // the pattern is right
	for _, descriptor := range descriptors {
		process := strings.Split(descriptor, "/")[2]
		if process == self {
			continue
		}
		if open, err := os.Stat(descriptor); err == nil && os.SameFile(info, open) {
			return process
		}
	}
	return ""
}
