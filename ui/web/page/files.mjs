// The files of the program in a page: in memory, gone with it. What it saves is
// handed to onSaved; what a user drops on the page is put here.
const kinds = {folder: 0o040755, file: 0o100644};

class Failure extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export class Files {
  constructor(onOutput, onSaved) {
    this.onOutput = onOutput;
    this.onSaved = onSaved;
    this.entries = new Map([['/', {folder: true}], ['/tmp', {folder: true}]]);
    this.open_ = new Map();
    this.next = 3;
  }

  // put adds a file with the folders that it lies in.
  put(path, data) {
    const parts = this.whole(path).split('/').slice(1, -1);
    for (let i = 1; i <= parts.length; i++) this.entries.set('/' + parts.slice(0, i).join('/'), {folder: true});
    this.entries.set(this.whole(path), {data, size: data.length});
  }

  whole(path) {
    const parts = [];
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else if (part && part !== '.') parts.push(part);
    }
    return '/' + parts.join('/');
  }

  entry(path) {
    const e = this.entries.get(this.whole(path));
    if (!e) throw new Failure('ENOENT');
    return e;
  }

  stats(e) {
    const size = e.folder ? 0 : e.size;
    return {
      dev: 0, ino: 0, mode: e.folder ? kinds.folder : kinds.file, nlink: 1, uid: 0, gid: 0, rdev: 0,
      size, blksize: 4096, blocks: Math.ceil(size / 512), atimeMs: 0, mtimeMs: 0, ctimeMs: 0,
      isDirectory: () => !!e.folder,
    };
  }

  room(e, size) {
    if (size > e.data.length) {
      const data = new Uint8Array(Math.max(size, 2 * e.data.length));
      data.set(e.data.subarray(0, e.size));
      e.data = data;
    }
    e.size = Math.max(e.size, size);
  }

  fd(fd) {
    const f = this.open_.get(fd);
    if (!f) throw new Failure('EBADF');
    return f;
  }

  // fs is what Go's runtime asks for, in the form of Node's module fs.
  fs() {
    const c = {O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536};
    const done = (work) => (...args) => {
      const callback = args.pop();
      let result;
      try {
        result = work(...args);
      } catch (e) {
        callback(e instanceof Failure ? e : new Failure('EIO'));
        return;
      }
      callback(null, result);
    };
    const refuse = (code) => done(() => { throw new Failure(code); });
    const nothing = done(() => undefined);
    return {
      constants: c,
      writeSync: (fd, bytes) => {
        this.onOutput(bytes);
        return bytes.length;
      },
      write: done((fd, bytes, offset, length, position) => {
        const part = bytes.subarray(offset, offset + length);
        if (fd <= 2) {
          this.onOutput(part.slice());
          return length;
        }
        const f = this.fd(fd);
        const at = position ?? (f.append ? f.entry.size : f.at);
        this.room(f.entry, at + length);
        f.entry.data.set(part, at);
        if (position === null || position === undefined) f.at = at + length;
        return length;
      }),
      read: done((fd, buffer, offset, length, position) => {
        const f = this.fd(fd);
        if (f.entry.folder) throw new Failure('EISDIR');
        const at = position ?? f.at;
        const part = f.entry.data.subarray(at, Math.min(at + length, f.entry.size));
        buffer.set(part, offset);
        if (position === null || position === undefined) f.at += part.length;
        return part.length;
      }),
      open: done((path, flags) => {
        path = this.whole(path);
        let e = this.entries.get(path);
        if (e && flags & c.O_CREAT && flags & c.O_EXCL) throw new Failure('EEXIST');
        if (!e) {
          if (!(flags & c.O_CREAT)) throw new Failure('ENOENT');
          e = {data: new Uint8Array(0), size: 0};
          this.entries.set(path, e);
        }
        if (flags & c.O_DIRECTORY && !e.folder) throw new Failure('ENOTDIR');
        if (e.folder && flags & 3) throw new Failure('EISDIR');
        if (flags & c.O_TRUNC && !e.folder) e.size = 0;
        this.open_.set(this.next, {entry: e, at: 0, append: flags & c.O_APPEND});
        return this.next++;
      }),
      close: done((fd) => { this.open_.delete(fd); }),
      stat: done((path) => this.stats(this.entry(path))),
      lstat: done((path) => this.stats(this.entry(path))),
      fstat: done((fd) => this.stats(this.fd(fd).entry)),
      readdir: done((path) => {
        const inside = this.whole(path).replace(/\/?$/, '/');
        return [...this.entries.keys()].filter((p) => p.startsWith(inside) && p !== '/' && !p.slice(inside.length).includes('/')).map((p) => p.slice(inside.length));
      }),
      mkdir: done((path) => {
        if (this.entries.has(this.whole(path))) throw new Failure('EEXIST');
        this.entries.set(this.whole(path), {folder: true});
      }),
      unlink: done((path) => {
        this.entry(path);
        this.entries.delete(this.whole(path));
      }),
      rmdir: done((path) => {
        this.entry(path);
        this.entries.delete(this.whole(path));
      }),
      // The program writes a file beside its place and renames it: then it is whole.
      rename: done((from, to) => {
        const e = this.entry(from);
        this.entries.delete(this.whole(from));
        this.entries.set(this.whole(to), e);
        this.onSaved(this.whole(to), e.data.slice(0, e.size));
      }),
      truncate: done((path, size) => { this.entry(path).size = size; }),
      ftruncate: done((fd, size) => { this.room(this.fd(fd).entry, size); this.fd(fd).entry.size = size; }),
      chmod: nothing, fchmod: nothing, chown: nothing, fchown: nothing, lchown: nothing, utimes: nothing, fsync: nothing,
      readlink: refuse('EINVAL'), link: refuse('ENOSYS'), symlink: refuse('ENOSYS'),
    };
  }
}
