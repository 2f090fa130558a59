// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtTest

TestCase {
    id: test
    name: "Processes"

    property int ownId: 0

    LocalServer {
        id: server
        name: "qml-" + Date.now() + "-" + Math.floor(Math.random() * 1e9)
        active: true
    }

    LocalSocket {
        id: socket
        name: server.name
        autoReconnect: true // the client may be complete before the server
        active: true
    }

    ProcessWatcher { id: process }
    SignalWatcher { id: watcher }
    SignalSpy { id: received; target: watcher; signalName: "received" }
    Termination { id: termination; quitsApplication: false }
    SignalSpy { id: requested; target: termination; signalName: "requested" }

    function initTestCase() {
        tryVerify(() => socket.connected)
        ownId = socket.peerCredentials.processId // the server is in this process
        verify(ownId > 0)
        process.processId = ownId
        verify(process.running, process.error.message)
    }

    function test_signals() {
        watcher.names = ["USR1", "SIGHUP"]
        compare(watcher.error.code, ErrorCode.NoError)
        verify(process.send("USR1"), process.error.message)
        tryCompare(received, "count", 1)
        compare(received.signalArguments[0][0], "SIGUSR1")
        compare(received.signalArguments[0][1].pid, ownId)
        watcher.names = []
    }

    function test_invalidSignals_areRefused() {
        watcher.names = ["KILL"]
        verify(watcher.error.message.length > 0)
        watcher.names = ["NO_SUCH"]
        verify(watcher.error.message.indexOf("NO_SUCH") >= 0)
        watcher.names = []
        compare(watcher.error.code, ErrorCode.NoError)
    }

    function test_termination() {
        compare(termination.reason, Termination.NotRequested)
        verify(process.send("TERM"))
        tryCompare(requested, "count", 1)
        compare(termination.reason, Termination.Terminate)
        verify(termination.requestPending)
        compare(requested.signalArguments[0][0], Termination.Terminate)
        compare(termination.exitStatus(), 143)
        termination.reset()
        compare(termination.reason, Termination.NotRequested)
        verify(!termination.requestPending)
        verify(termination.isReasonHandled(Termination.HangUp))
        termination.setReasonHandled(Termination.HangUp, false)
        verify(!termination.isReasonHandled(Termination.HangUp))
    }

    function test_missingProcess_isAnError() {
        const gone = createTemporaryQmlObject("import QtInterprocess; ProcessWatcher { processId: 2147483632 }", test)
        compare(gone.running, false)
        compare(gone.error.code, ErrorCode.NotFound)
        verify(!gone.terminate())
        compare(gone.error.code, ErrorCode.InvalidOperation)
    }
}
