// Package attached reads the files that belong to the program and that few
// screens need. Natively they are embedded, each by the package that owns it.
// In a browser they would be half of what is loaded before the first frame: the
// page hands them out when they are first asked for.
package attached
