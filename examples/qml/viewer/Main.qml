// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick
import QtQuick.Controls
import QtQuick.Layouts

ApplicationWindow {
    id: window

    property string folder // the working directory of this start
    property var tabs: [] // objects { path, request }; closing a tab answers its request
    readonly property var tab: tabs[bar.currentIndex] ?? null

    width: 560
    height: 400
    visible: !instance.secondary // a second start shows no window
    title: qsTr("Viewer")

    Component.onCompleted: {
        if (instance.secondary)
            Qt.exit(instance.forward())
        else
            open(Qt.application.arguments, folder, null)
    }

    function open(args, folder, request) {
        const path = args.slice(1).find((argument) => !argument.startsWith("--"))
        if (!path)
            return false
        tabs = tabs.concat({ path: path.startsWith("/") ? path : folder + "/" + path, request: request })
        bar.currentIndex = tabs.length - 1
        return true
    }

    function close(closed) {
        tabs = tabs.filter((other) => other !== closed)
        bar.currentIndex = tabs.length - 1
        if (closed.request)
            closed.request.reply(0, closed.path + " was closed\n")
    }

    SingleInstance {
        id: instance
        applicationId: "org.qtinterprocess.viewer"
        onRequestReceived: (request) => {
            const waits = request.arguments.includes("--wait")
            if (!window.open(request.arguments, request.workingDirectory, waits ? request : null))
                request.reply(2, "no file is named\n")
            else if (waits)
                request.replyLater()
            request.activate(window)
        }
        onForwarded: output.send(error.isError ? "viewer: " + error.message + "\n" : replyText)
    }

    StandardOutput { id: output; format: Stream.Bytes }
    Termination { }

    header: TabBar {
        id: bar
        Repeater {
            model: window.tabs
            delegate: TabButton {
                required property var modelData
                text: (modelData.request ? "● " : "") + modelData.path.replace(/.*\//, "")
            }
        }
    }

    Image {
        anchors { fill: parent; margins: 12 }
        fillMode: Image.PreserveAspectFit
        source: window.tab ? "file://" + window.tab.path.split("/").map(encodeURIComponent).join("/") : ""
    }
    Label {
        anchors.centerIn: parent
        visible: !window.tab
        text: qsTr("No picture is open.")
    }

    footer: ToolBar {
        RowLayout {
            anchors { fill: parent; leftMargin: 12; rightMargin: 12 }
            Label {
                Layout.fillWidth: true
                elide: Text.ElideMiddle
                text: window.tab?.path ?? ""
            }
            Label {
                visible: instance.requestPending
                text: qsTr("● another process waits until the tab is closed")
            }
            Button {
                enabled: window.tab !== null
                text: qsTr("Close")
                onClicked: window.close(window.tab)
            }
        }
    }
}
