"""The lab's server: `troth serve` with the control pipe. python -m troth.verify.lab NUMBER-OF-ITS-SOCKET"""

import socket
import sys

from troth.kernel import config
from troth.project import serve

from .control import answer_on
from .ways_out import record

if __name__ == "__main__":
    record()
    answer_on(socket.socket(fileno=int(sys.argv[1])))
    sys.exit(serve.run(config.current()))
