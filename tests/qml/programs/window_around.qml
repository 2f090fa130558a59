// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick

Window {
    visible: !instance.secondary

    SingleInstance {
        id: instance
        applicationId: "org.example.qml.window"
        onRequestReceived: (request) => request.reply(7)
    }
    Loader {
        active: instance.primary
        sourceComponent: Item { }
    }
    Component.onCompleted: {
        if (instance.secondary)
            Qt.exit(instance.forward())
    }
}
