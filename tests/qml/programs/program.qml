// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick

// A single-instance program. Its first argument selects the task and the answer of the primary.
Window {
    id: window

    readonly property string task: Qt.application.arguments[1]
    property var kept: null

    visible: !instance.secondary

    function answer(request) {
        switch (request.arguments[1]) {
        case "describe":
            request.reply(0, JSON.stringify({
                arguments: request.arguments,
                workingDirectory: request.workingDirectory,
                environment: request.environment,
                payload: request.payloadText,
                bytes: Array.from(new Uint8Array(request.payload)),
                processId: request.sender.processId,
                userId: request.sender.userId,
            }))
            break
        case "bytes":
            request.reply(5, new Uint8Array([0, 255]))
            break
        case "object":
            output.send("refused " + !request.reply(1, {}) + " " + instance.error.code)
            break
        case "later":
            kept = request
            request.replyLater()
            break
        case "forget":
            request.replyLater()
            Qt.callLater(gc)
            break
        case "activate":
            request.reply(request.activate(window) && !request.activate(instance) ? 6 : 7)
            break
        }
    }

    function begin() {
        switch (task) {
        case "succeed":
            instance.waitsForSuccession = true
            break
        case "replace":
            Qt.exit(instance.takeOver() ? 0 : 3)
            break
        case "impatient":
            Qt.exit(instance.forward(200) + instance.forward(200))
            break
        default:
            Qt.exit(instance.forward())
        }
    }

    StandardOutput { id: output }

    StandardInput {
        onReceived: (line) => {
            if (line === "reply")
                output.send("replied " + window.kept.reply(9, "late") + " " + window.kept.reply(8))
            else if (line === "serve")
                late.target = instance
            else
                Qt.quit()
        }
    }

    SingleInstance {
        id: instance
        applicationId: "org.example.qml.program"
        payload: "päy"
        forwardedEnvironment: ["QML_PROGRAM_VARIABLE"]
        failureCode: 20
        timeout: 20000
        onBecamePrimary: output.send("became primary")
        onRequestPendingChanged: output.send("pending " + requestPending)
        onForwarded: output.send("forwarded " + acknowledged + " " + error.code + " " + replyText)
        onRoleChanged: output.send("role " + role)
    }

    Connections {
        target: window.task === "deaf" ? null : instance
        function onRequestReceived(request) {
            output.send("request " + request.arguments[1])
            window.answer(request)
        }
        function onReplaceRequested(request) {
            if (window.task === "stay")
                request.reply(1, "busy")
        }
    }

    Connections {
        id: late
        target: null
        function onRequestReceived() { output.send("late request") }
    }

    Component.onCompleted: output.send("primary " + instance.primary + " of " + instance.primaryCredentials.processId)

    Timer {
        running: instance.secondary
        interval: 0 // runs after the first output, because calls of a secondary block
        onTriggered: window.begin()
    }
}
