//go:build voice

// Command voice speaks the clips of the kiosk's page: go generate -tags voice ./kiosk/voice. It needs espeak-ng and
// opusenc (Debian: espeak-ng, opus-tools). The clips are committed; building the program needs neither.
package main

//go:generate go run -tags voice . ../web/voice

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

//go:embed clips.json
var table []byte

// voices are espeak-ng's for each language, speaking somewhat slower than it does by itself.
var voices = map[string]string{"id": "id", "en": "en-gb"}

func main() {
	if err := run(os.Args[1]); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder string) error {
	var clips map[string]map[string]any
	if err := json.Unmarshal(table, &clips); err != nil {
		return err
	}
	for language, voice := range voices {
		if err := os.MkdirAll(filepath.Join(folder, language), 0o755); err != nil {
			return err
		}
		for name, clip := range clips {
			text, _ := clip[language].(string)
			if err := speak(voice, text, filepath.Join(folder, language, name+".ogg")); err != nil {
				return fmt.Errorf("%s %s: %w", language, name, err)
			}
		}
	}
	return nil
}

// speak writes a text as Opus at 12 kbit/s, enough for a voice. The serial is fixed, so that the same words are the
// same bytes.
func speak(voice, text, file string) error {
	wave, err := exec.Command("espeak-ng", "-v", voice, "-s", "140", "-a", "180", "-z", "--stdout", text).Output()
	if err != nil {
		return fmt.Errorf("espeak-ng: %w", err)
	}
	encode := exec.Command("opusenc", "--quiet", "--bitrate", "12", "--framesize", "60", "--comp", "10", "--serial", "1",
		"--discard-comments", "--discard-pictures", "--padding", "0", "-", file)
	encode.Stdin, encode.Stderr = bytes.NewReader(wave), os.Stderr
	return encode.Run()
}
