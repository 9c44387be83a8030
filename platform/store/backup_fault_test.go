package store

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"samverk/platform/i18n"
)

// Disks that are full or closed cannot be had in a test that runs as root, so the advice is asked for by itself.
func TestAFaultOfTheDiskSaysWhatToDo(t *testing.T) {
	for errno, want := range map[syscall.Errno]string{syscall.ENOSPC: "store.no_room", syscall.EDQUOT: "store.no_room", syscall.EACCES: "store.folder_closed",
		syscall.EPERM: "store.folder_closed", syscall.EROFS: "store.folder_closed", syscall.ENOENT: "store.folder_missing", syscall.EIO: "store.disk_fault"} {
		var own *i18n.Error
		if err := fileFault("/backup", &fs.PathError{Op: "write", Path: "x", Err: errno}); !errors.As(err, &own) || own.ID != want {
			t.Errorf("%v gives %v, not %s", errno, err, want)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// What stands in the way is told, not that the other program was cut off.
func TestAToolThatCannotGoOnTellsWhy(t *testing.T) {
	ctx := context.Background()
	if err := (postgresTool{name: "yes", out: fullDisk{}}).run(ctx, nil); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("writing to a full disk gives %v", err)
	}
	broken := iotest.ErrReader(syscall.EIO)
	if err := (postgresTool{name: "cat", in: broken}).run(ctx, nil); !errors.Is(err, syscall.EIO) {
		t.Errorf("reading from a broken disk gives %v", err)
	}
	var own *i18n.Error
	err := postgresTool{name: "sh"}.run(ctx, nil, "-c", "echo out of cheese >&2; exit 3")
	if !errors.As(err, &own) || own.ID != "store.tool_failed" || !strings.Contains(own.Cause.Error(), "out of cheese") {
		t.Errorf("a tool that fails gives %v", err)
	}
}
