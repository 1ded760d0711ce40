/** Ends the Python process with its parent: stdin is a pipe that closes when the parent is gone. */
export const endWithParent = `
import os, runpy, sys, threading
def watch():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=watch, daemon=True).start()
`;

/** moto answers each call in a thread of its own over tables without a lock, and then loses updates. */
export const oneCallAtATime = `
import werkzeug.serving
run_simple = werkzeug.serving.run_simple
def run_locked(host, port, app, **options):
    lock = threading.Lock()
    def locked(environ, start_response):
        with lock:
            return app(environ, start_response)
    run_simple(host, port, locked, **options)
werkzeug.serving.run_simple = run_locked
`;

/**
 * The proxy reads and writes one TLS connection in two threads, which OpenSSL does not allow: about one answer in 1,500
 * got lost. Here a thread waits for bytes outside the lock, and OpenSSL is called by one thread at a time.
 */
export const oneTlsCallAtATime = `
import select, ssl
class LockedSocket(ssl.SSLSocket):
    def lock(self):
        return self.__dict__.setdefault("one_at_a_time", threading.RLock())
    def recv(self, *args):
        if not self.pending():
            select.select([self], [], [])
        with self.lock():
            return super().recv(*args)
    def sendall(self, *args):
        with self.lock():
            return super().sendall(*args)
ssl.SSLContext.sslsocket_class = LockedSocket
`;

/** Runs the script or module that the first argument names, with the arguments after it. */
export const runProgram = `
sys.argv = sys.argv[1:]
if sys.argv[0].endswith(".py"):
    sys.path.insert(0, os.path.dirname(sys.argv[0]))
    runpy.run_path(sys.argv[0], run_name="__main__")
else:
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
`;
