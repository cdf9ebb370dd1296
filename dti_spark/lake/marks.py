"""Named places where a crash could hurt; tests stop the process there."""

import os
import signal


def crash_mark(name: str) -> None:
    """Kill this process without warning if the environment asks for it here (DTI_CRASH_AT=name).

    DTI_CRASH_BY names another signal, such as SIGSTOP.
    """
    if os.environ.get("DTI_CRASH_AT") == name:
        os.kill(os.getpid(), signal.Signals[os.environ.get("DTI_CRASH_BY", "SIGKILL")])
