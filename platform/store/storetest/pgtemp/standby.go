package pgtemp

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// StandbyName is what a standby calls itself, as synchronous_standby_names of the primary knows it.
const StandbyName = "standby"

// Standby makes a second server that follows this one, and starts it.
func (s *Server) Standby() (*Server, error) {
	follower := &Server{binaries: s.binaries, as: s.as}
	if err := follower.makeFolder(); err != nil {
		return nil, err
	}
	primary := "host=" + s.folder + " user=postgres application_name=" + StandbyName
	if err := follower.run("pg_basebackup", "-D", follower.data(), "-d", primary, "--checkpoint=fast", "--write-recovery-conf", "--no-sync"); err != nil {
		return nil, errors.Join(err, os.RemoveAll(follower.folder))
	}
	return follower, follower.start("")
}

// Kill ends the server's first process with SIGKILL; the others see that and end.
func (s *Server) Kill() error {
	content, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil || pid < 2 {
		return errors.New("postmaster.pid holds no process: " + first)
	}
	return syscall.Kill(pid, syscall.SIGKILL)
}

// Promote makes a standby a primary.
func (s *Server) Promote() error { return s.run("pg_ctl", "-D", s.data(), "-w", "promote") }

// AddressOfEither is the address of a database on whichever of two servers takes writes.
func (s *Server) AddressOfEither(other *Server, database string) string {
	return "postgres://postgres@/" + database + "?target_session_attrs=read-write&connect_timeout=3&host=" +
		url.QueryEscape(s.folder+","+other.folder)
}
