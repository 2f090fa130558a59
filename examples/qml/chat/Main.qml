// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtQuick.Controls

// A chat window. The first process takes the name and serves; all processes, the server too, are
// its clients. When the server ends, another process takes the name, and the others connect again.
ApplicationWindow {
    id: window

    readonly property string name: "org.qtinterprocess.chat"

    width: 420
    height: 360
    visible: true

    LocalServer {
        id: server
        name: window.name
        active: true
        format: Stream.Json
        onNewConnection: (guest) => guest.received.connect((message) => server.broadcast(message))
    }

    LocalSocket {
        id: socket
        name: window.name
        active: true
        format: Stream.Json
        autoReconnect: true
        onReceived: (message) => lines.append({ line: message.from + ": " + message.text })
        onDisconnected: server.active = true // fails if another process was faster
    }

    ListModel { id: lines }

    ListView {
        anchors { fill: parent; margins: 8 }
        model: lines
        delegate: Label {
            required property string line
            text: line
            textFormat: Text.PlainText
        }
    }

    footer: TextField {
        focus: true
        enabled: socket.connected
        placeholderText: socket.connected ? qsTr("Say something") : socket.error.isError ? socket.error.message : ""
        onAccepted: {
            if (socket.send({ from: window.title, text: text }))
                clear()
        }
    }
}
