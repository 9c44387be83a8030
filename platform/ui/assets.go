package ui

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// distFiles is what build.mjs makes of the style sheets, the typeface and the icons. On a fresh clone it is empty.
//
//go:embed all:dist
var distFiles embed.FS

// AssetsAt is where the program serves what pages show with: the pattern to mount ServeAsset at is
// "GET " + AssetsAt + "{name}".
const AssetsAt = "/assets/"

// built holds the built files by the names they are served under, and those names by plain name.
var built = readBuilt()

type builtAssets struct {
	names map[string]string // samverk.css -> samverk-4F2A61C0.css
	files map[string]asset  // by served name
}

type asset struct {
	kind   string
	plain  []byte
	packed func() []byte // gzip, made when first asked for; nil when it would not be smaller
}

// Built tells whether the style sheet is there. Without it pages still work but look bare, so the program should say
// so when it starts; the error says what to do.
func Built() error {
	if built.names["samverk.css"] == "" {
		return errors.New("the style sheet is not built into this program: run `make build` (pages work, but look bare)")
	}
	return nil
}

// ServeAsset answers with a built file. The name holds a hash of the content, so it may be kept for ever. Anybody may
// fetch it.
func ServeAsset(w http.ResponseWriter, r *http.Request) {
	file, found := built.files[r.PathValue("name")]
	if !found {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	content := file.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		if packed := file.packed(); packed != nil {
			h.Set("Content-Encoding", "gzip")
			content = packed
		}
	}
	w.Write(content) //nolint:errcheck // the reader has gone away
}

// assetHref is the address of a built file, or of the file under its plain name before it is built.
func assetHref(name string) string {
	if served, found := built.names[name]; found {
		name = served
	}
	return AssetsAt + name
}

// spriteHref is the address of one shape in a sprite.
func spriteHref(sprite, shape string) templ.SafeURL {
	return templ.SafeURL(assetHref(sprite) + "#" + shape)
}

func readBuilt() builtAssets {
	b := builtAssets{names: map[string]string{}, files: map[string]asset{}}
	manifest, err := distFiles.ReadFile("dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return b
	}
	if err != nil {
		panic(err) // embedded files can be read
	}
	if err := json.Unmarshal(manifest, &b.names); err != nil {
		panic("platform/ui/dist/manifest.json: " + err.Error())
	}
	for _, name := range b.names {
		content, err := distFiles.ReadFile("dist/" + name)
		if err != nil {
			panic(err) // build.mjs writes the manifest last
		}
		b.files[name] = asset{kind: kindOf(name), plain: content, packed: sync.OnceValue(func() []byte { return packed(content) })}
	}
	return b
}

// kindOf knows the typeface itself: machines differ in whether they know it.
func kindOf(name string) string {
	if path.Ext(name) == ".woff2" {
		return "font/woff2"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func packed(content []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is constant and valid
	}
	if _, err := w.Write(content); err != nil {
		panic(err) // a buffer takes everything
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	if out.Len() > len(content)*9/10 {
		return nil
	}
	return out.Bytes()
}
