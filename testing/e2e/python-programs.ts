/** Ends the Python process with its parent: stdin is a pipe that closes when the parent is gone. */
export const endWithParent = `
import os, runpy, sys, threading
def watch():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=watch, daemon=True).start()
`;

/**
 * moto answers each call in a thread of its own over tables without a lock, and then loses updates; and it sends the
 * head and the body of an answer in two pieces. Terraform's client now and then hangs up between the two (one call in
 * 1,500), repeats the call, and meets what the first one did.
 */
export const steadyServer = `
import werkzeug.serving
werkzeug.serving.WSGIRequestHandler.wbufsize = -1
run_simple = werkzeug.serving.run_simple
def run_locked(host, port, app, **options):
    lock = threading.Lock()
    def locked(environ, start_response):
        with lock:
            return app(environ, start_response)
    run_simple(host, port, locked, **options)
werkzeug.serving.run_simple = run_locked
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
